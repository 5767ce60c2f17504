package dev.larder.history;

import dev.larder.history.Part.Verb;
import dev.larder.history.Request.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random requests about few items, by the clients of one history. What one client has seen the
 * others make conditions of.
 */
final class Workload {
  private final List<String> paths;
  private final Map<String, List<Seen>> seen = new HashMap<>();
  private final List<Request> repeatable = new ArrayList<>();
  private int marks;
  private int keys;
  private final String name;

  /**
   * @param name the history's, which its keys have
   * @param paths of the items; the first two are of one list
   */
  private Workload(String name, List<String> paths) {
    this.name = name;
    this.paths = paths;
    paths.forEach(path -> seen.put(path, new ArrayList<>()));
  }

  /** In two collections that have tables of their own. */
  static Workload plain(String name) {
    return new Workload(
        name, List.of("/items/" + name + "a", "/items/" + name + "b", "/products/" + name + "c"));
  }

  /** In three collections of one table. */
  static Workload modelled(String name) {
    String person = "/people/" + name;
    return new Workload(
        name, List.of(person + "/notes/a", person + "/notes/b", person + "/files/a", person));
  }

  List<String> paths() {
    return paths;
  }

  synchronized Request next(Random random) {
    int dice = random.nextInt(100);
    if (dice < 10 && !repeatable.isEmpty()) {
      // Mostly one of the last ones, which may be under way.
      int back = Math.min(repeatable.size(), 1 + random.nextInt(random.nextInt(8) == 0 ? 50 : 4));
      return repeatable.get(repeatable.size() - back);
    }
    String path = paths.get(random.nextInt(paths.size()));
    if (dice < 28) {
      return new Request(Kind.SINGLE, List.of(part(Verb.READ, path, Demand.NOTHING)), null);
    }
    Request request;
    if (dice < 34) {
      boolean lists = new Place(paths.get(0)).parent().isPresent() && random.nextBoolean();
      Kind kind = lists ? Kind.LIST : Kind.BATCH_GET;
      return new Request(kind, ofItems(Verb.READ, Demand.NOTHING), null);
    } else if (dice < 54) {
      request = single(part(Verb.PUT, path, demand(random, path)));
    } else if (dice < 60) {
      request = single(part(Verb.CREATE, path, Demand.NOTHING));
    } else if (dice < 68) {
      request = single(update(random, path));
    } else if (dice < 74) {
      Demand demand = random.nextInt(3) == 0 ? tag(random, path) : Demand.NOTHING;
      request = single(part(Verb.PATCH, path, demand));
    } else if (dice < 82) {
      Demand demand = random.nextBoolean() ? tag(random, path) : Demand.NOTHING;
      request = single(part(Verb.DELETE, path, demand));
    } else if (dice < 94) {
      request = transaction(random);
    } else {
      boolean writes = random.nextInt(3) > 0;
      Demand demand = random.nextInt(3) == 0 ? tag(random, paths.get(0)) : Demand.NOTHING;
      request =
          new Request(
              writes ? Kind.BULK_WRITE : Kind.BULK_DELETE,
              ofItems(writes ? Verb.PUT : Verb.DELETE, demand),
              null);
    }
    if (random.nextInt(3) > 0) {
      return request;
    }
    Request keyed = new Request(request.kind(), request.parts(), name + "-" + keys++);
    repeatable.add(keyed);
    return keyed;
  }

  private static Request single(Part part) {
    return new Request(Kind.SINGLE, List.of(part), null);
  }

  private Request transaction(Random random) {
    List<String> chosen = someOf(random);
    List<Part> parts = new ArrayList<>();
    for (String path : chosen) {
      Demand demand = demand(random, path);
      int dice = random.nextInt(10);
      boolean stays = chosen.stream().anyMatch(other -> isParent(path, other));
      if (dice < 2 && demand != Demand.NOTHING && !(stays && demand == Demand.ABSENT)) {
        parts.add(part(Verb.CHECK, path, demand));
      } else if (dice < 4 && !stays) {
        parts.add(part(Verb.DELETE, path, demand));
      } else if (dice < 5) {
        parts.add(part(Verb.CREATE, path, Demand.NOTHING));
      } else if (dice < 6) {
        parts.add(update(random, path));
      } else if (dice < 8 && mark(path) != null) {
        parts.add(part(Verb.PUT, path, Demand.by(mark(path))));
      } else {
        parts.add(part(Verb.PUT, path, demand));
      }
    }
    return new Request(Kind.TRANSACTION, parts, null);
  }

  /** Two or three items that a transaction can have at once. */
  private List<String> someOf(Random random) {
    List<String> all = new ArrayList<>(paths);
    Collections.shuffle(all, random);
    List<String> chosen = new ArrayList<>();
    for (String path : all) {
      if (new Place(path).twin().filter(chosen::contains).isEmpty()) {
        chosen.add(path);
      }
    }
    return chosen.subList(0, 2 + random.nextInt(2));
  }

  private static boolean isParent(String path, String child) {
    return new Place(child).parent().filter(path::equals).isPresent();
  }

  /** One part for each of the first two items, the first of them with a demand. */
  private List<Part> ofItems(Verb verb, Demand demand) {
    return List.of(part(verb, paths.get(0), demand), part(verb, paths.get(1), Demand.NOTHING));
  }

  private Part update(Random random, String path) {
    boolean creates = random.nextInt(3) == 0 && new Place(path).parent().isEmpty();
    Demand demand = demand(random, path);
    if (random.nextInt(4) == 0 && mark(path) != null) {
      demand = Demand.by(mark(path));
    } else if (demand == Demand.ABSENT && !creates) {
      demand = Demand.NOTHING;
    }
    return part(creates ? Verb.UPSERT : Verb.UPDATE, path, demand);
  }

  private Part part(Verb verb, String path, Demand demand) {
    boolean writes = verb != Verb.READ && verb != Verb.CHECK && verb != Verb.DELETE;
    return new Part(verb, path, demand, writes ? name + "w" + marks++ : null);
  }

  private Demand demand(Random random, String path) {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> tag(random, path);
      case 4 -> Demand.ABSENT;
      case 5 -> Demand.EXISTS;
      default -> Demand.NOTHING;
    };
  }

  /** One of the last tags of an item. */
  private Demand tag(Random random, String path) {
    List<Seen> all = seen.get(path);
    if (all.isEmpty()) {
      return Demand.NOTHING;
    }
    int back = Math.min(all.size(), 1 + random.nextInt(random.nextInt(4) == 0 ? 4 : 1));
    return Demand.tag(all.get(all.size() - back).tag());
  }

  /** The mark of the last write of an item, as far as is told; else null. */
  private String mark(String path) {
    List<Seen> all = seen.get(path);
    Content last = all.isEmpty() ? null : all.get(all.size() - 1).content();
    return last == null ? null : last.by();
  }

  /** Has later requests make use of what a client has been told. */
  synchronized void learn(Call call) {
    for (int i = 0; i < call.answer().seen().size(); i++) {
      Seen told = call.answer().seen().get(i);
      boolean isDone = call.answer().outcome() == Answer.Outcome.DONE;
      if (told != null && told.tag() != null && isDone && !call.answer().replayed()) {
        seen.get(call.parts().get(i).path()).add(told);
      }
    }
  }
}
