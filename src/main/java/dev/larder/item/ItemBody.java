package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.table.config.RequestLimits;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads an item from a request body, in the format that Content-Type names. */
@Provider
@Consumes({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
public class ItemBody implements MessageBodyReader<Item> {
  private final RequestLimits limits;

  ItemBody(RequestLimits limits) {
    this.limits = limits;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type == Item.class;
  }

  @Override
  public Item readFrom(
      Class<Item> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    return ItemReader.read(body, ItemFormat.of(media.toString()), limits.depth());
  }
}
