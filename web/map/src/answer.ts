/** The JSON that an address of the village answers with. Throws when there is no good answer. */
export async function answer<Answer>(get: typeof fetch, address: string, options?: RequestInit): Promise<Answer> {
  const response = await (options ? get(address, options) : get(address));
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as Answer;
}
