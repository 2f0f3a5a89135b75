/** Style sheets are vite's business; to the type-checker they are files without exports. */
declare module "*.css";
