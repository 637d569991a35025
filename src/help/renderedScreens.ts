/** The help screens by the words of their paths, such as `atlas organizations`. The build fills them in. */
export const renderedScreens: Readonly<Record<string, string>> = {};
