// The composition root: the list of parts. Order matters in its first lines.
int main() {
  return 0;
}
