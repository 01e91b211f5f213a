/** The value; undefined where it fails with an error that is also an answer, as "there is none". Any other error is thrown. */
export async function undefinedWhere<T>(
  isAnswer: (error: unknown) => boolean,
  value: Promise<T>,
): Promise<T | undefined> {
  try {
    return await value;
  } catch (error) {
    if (isAnswer(error)) return undefined;
    throw error;
  }
}
