import { pdfOfJpeg } from './jpeg-pdf.ts';

/** Longest edge kept, px: small print on an A4 page stays readable, the file well below a megabyte or two. */
const LONGEST_PX = 2_400;
const QUALITY = 0.85;

export const isPhoto = (file: File): boolean => file.type.startsWith('image/');

/**
 * A photo as a PDF of one page: turned upright, made smaller, and without what the camera wrote about place and
 * time. Null when this browser cannot read the picture.
 */
export const photoToPdf = async (photo: Blob): Promise<Blob | null> => {
  try {
    const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' });
    const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const context = canvas.getContext('2d');
    // Transparent pictures would turn black in a JPEG.
    if (context !== null) context.fillStyle = 'white';
    context?.fillRect(0, 0, canvas.width, canvas.height);
    context?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    const pdf = jpeg === null ? null : pdfOfJpeg(new Uint8Array(await jpeg.arrayBuffer()));
    return pdf === null ? null : new Blob([pdf as Uint8Array<ArrayBuffer>], { type: 'application/pdf' });
  } catch {
    return null;
  }
};
