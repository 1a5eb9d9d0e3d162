// What a screen reader hears when something changes away from the focus.
const holder = $state({ message: "" });

export const announcement = (): string => holder.message;

export function announce(message: string): void {
  // The same words twice are only read twice if the region changes in between.
  holder.message = holder.message === message ? `${message}\u00A0` : message;
}
