package dev.larder.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256 digests and their text. */
public final class Digest {
  /** Copied for each digest: looking the algorithm up takes as long as digesting an item. */
  private static final MessageDigest SHA_256 = create();

  private Digest() {}

  private static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static MessageDigest copy() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      return create();
    }
  }

  /** The SHA-256 of the concatenated parts. */
  public static byte[] sha256(byte[]... parts) {
    MessageDigest sha256 = copy();
    for (byte[] part : parts) {
      sha256.update(part);
    }
    return sha256.digest();
  }

  /** A digest, or its first bytes, as base64url without padding. */
  public static String text(byte[] digest) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }
}
