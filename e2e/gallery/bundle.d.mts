export function bundleGallery(folder: string): Promise<string>
