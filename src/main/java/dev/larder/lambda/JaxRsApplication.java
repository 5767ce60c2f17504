package dev.larder.lambda;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.core.Application;

/**
 * Has requests answered by the thread that reads them, though they wait for DynamoDB: an
 * environment has one request at a time, so that nobody waits for that thread, and to pass each
 * request to another one and its answer back would take longer than much of the work.
 */
@NonBlocking
public class JaxRsApplication extends Application {}
