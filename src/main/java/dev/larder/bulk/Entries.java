package dev.larder.bulk;

import java.util.Optional;

/** The entries of a bulk request, found one after the other while they are written. */
interface Entries {

  /** The next entry; empty after the last one. */
  Optional<Entry> next();
}
