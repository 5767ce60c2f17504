package com.example.shop;

import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import dev.larder.api.EventHandler;
import dev.larder.api.Item;
import dev.larder.api.Larder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Records the photo of a customer that was uploaded as {@code photos/CUSTOMER/FILE}. */
@Singleton
public class Photos implements EventHandler<S3EventNotificationRecord> {
  @Inject Larder larder;

  @Override
  public Object handle(S3EventNotificationRecord upload) {
    String photo = upload.getS3().getObject().getUrlDecodedKey();
    String customer = photo.split("/")[1];
    larder
        .asFunction()
        .update("customers", Item.of("id", customer), item -> item.with("photo", photo));
    return null;
  }
}
