/** A package that never finishes loading. */
for (;;);
