// Runes everywhere; styles go into files (the content security policy allows no inline style).
export default {
  compilerOptions: { runes: true, css: "external" },
};
