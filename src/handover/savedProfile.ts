export const openProfile = async (..._: unknown[]): Promise<never> => {
  throw new Error('todo');
};
