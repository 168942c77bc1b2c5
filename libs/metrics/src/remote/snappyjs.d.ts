declare module 'snappyjs' {
  const snappy: {
    /** Throws where the block is none, or says that it is longer than `most` once unpacked. */
    uncompress(block: Buffer, most?: number): Buffer;
    compress(bytes: Buffer): Buffer;
  };
  export default snappy;
}
