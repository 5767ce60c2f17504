package dev.larder.dynamo;

import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Variant;
import java.util.List;

/** Chooses the form in which items are answered, RFC 9110, section 12.5.1. */
public final class Forms {
  private static final List<Variant> VARIANTS =
      Variant.mediaTypes(
              MediaType.valueOf(ItemForm.JSON), MediaType.valueOf(ItemForm.DYNAMODB_JSON))
          .build();

  private Forms() {}

  /** The form that the request's Accept prefers. */
  public static ItemForm chosen(Request request) {
    Variant variant = request.selectVariant(VARIANTS);
    if (variant == null) {
      throw new NotAcceptableException();
    }
    return ItemForm.of(variant.getMediaType().toString());
  }
}
