package dev.larder.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.history.Answer.Outcome;
import dev.larder.history.Part.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Histories that can be true, each beside one that cannot. */
class CheckerTest {
  private static final String A = "/items/a";
  private static final String B = "/items/b";
  private static final String PERSON = "/people/p";
  private static final String NOTE = PERSON + "/notes/a";
  private static final String FILE = PERSON + "/files/a";

  private final List<Call> calls = new ArrayList<>();

  private void call(long from, long to, String key, Answer answer, Part... parts) {
    calls.add(new Call("c", from, to, key, List.of(parts), answer));
  }

  private void call(long from, long to, Part part, Answer answer) {
    call(from, to, null, answer, part);
  }

  private static Part put(String path, String mark, Demand demand) {
    return new Part(Verb.PUT, path, demand, mark);
  }

  private static Part put(String mark) {
    return put(A, mark, Demand.NOTHING);
  }

  private static Part patch(String mark) {
    return new Part(Verb.PATCH, A, Demand.NOTHING, mark);
  }

  private static Part update(String mark) {
    return new Part(Verb.UPDATE, A, Demand.NOTHING, mark);
  }

  private static Content counted(int count, String mark) {
    return new Content(Map.of("by", mark, "put", "w1", "count", String.valueOf(count)));
  }

  private static Part delete(Demand demand) {
    return new Part(Verb.DELETE, A, demand, null);
  }

  private static Part read(String path) {
    return new Part(Verb.READ, path, Demand.NOTHING, null);
  }

  private static Answer created(String tag) {
    return Answer.of(Outcome.DONE, Seen.written(false, tag));
  }

  private static Answer replaced(String tag) {
    return Answer.of(Outcome.DONE, Seen.written(true, tag));
  }

  private static Answer found(String tag, Content content) {
    return Answer.of(Outcome.DONE, Seen.item(tag, content));
  }

  private static Answer found(String mark) {
    return found("\"" + mark + "\"", Content.put(mark));
  }

  private static final Answer MISSING = Answer.of(Outcome.DONE, Seen.ABSENT);
  private static final Answer DELETED = Answer.of(Outcome.DONE, Seen.NOTHING);
  private static final Answer NOT_DONE = Answer.of(Outcome.NOT_DONE);
  private static final Answer UNKNOWN = Answer.unknown("");

  private void assertTrueHistory() {
    assertEquals(Optional.empty(), Checker.contradiction(calls));
  }

  /** Returns what is wrong with it. */
  private String assertFalseHistory() {
    Optional<String> contradiction = Checker.contradiction(calls);
    assertTrue(contradiction.isPresent(), "it should be impossible");
    return contradiction.get();
  }

  /** That the history so far can be true, and cannot with one call more. */
  private String assertFalsified(long from, long to, Part part, Answer answer) {
    assertTrueHistory();
    call(from, to, part, answer);
    return assertFalseHistory();
  }

  @Test
  void aReadSeesTheLastWrite() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 4, put("w2"), replaced("\"w2\""));
    call(5, 6, read(A), found("w2"));
    String said = assertFalsified(7, 8, read(A), found("w1"));
    assertTrue(said.contains(A + ", by itself"), said);
  }

  @Test
  void callsAtTheSameTimeHaveAnyOrder() {
    call(1, 9, put("w1"), replaced("\"w1\""));
    call(2, 8, put("w2"), created("\"w2\""));
    call(3, 7, read(A), MISSING);
    call(10, 11, read(A), found("w1"));
    assertFalsified(12, 13, read(A), found("w2"));
  }

  @Test
  void anUpdateIsLost() {
    call(1, 2, put("w1"), created("\"w1\""));
    Content both = Content.put("w1").merged(Content.patch("w2")).merged(Content.patch("w3"));
    Content one = Content.put("w1").merged(Content.patch("w2"));
    call(3, 4, patch("w2"), found("\"w2\"", one));
    call(5, 6, patch("w3"), found("\"w3\"", both));
    Content lost = Content.put("w1").merged(Content.patch("w4"));
    assertFalsified(7, 8, patch("w4"), found("\"w4\"", lost));
  }

  @Test
  void twoWritesOfOneVersionSucceed() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 9, put(A, "w2", Demand.tag("\"w1\"")), replaced("\"w2\""));
    assertFalsified(4, 8, put(A, "w3", Demand.tag("\"w1\"")), replaced("\"w3\""));
  }

  @Test
  void aWriteHappensTwice() {
    call(1, 2, put("w1"), UNKNOWN);
    call(3, 4, put("w2"), replaced("\"w2\""));
    call(5, 6, read(A), found("w2"));
    assertFalsified(7, 8, read(A), found("w1"));
  }

  @Test
  void aDoubtfulWriteHappensLateOrNever() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 4, put("w2"), UNKNOWN);
    call(5, 6, read(A), found("w1"));
    call(7, 8, put("w3"), UNKNOWN);
    call(9, 10, read(A), found("w2"));
    call(11, 12, delete(Demand.tag("\"w2\"")), DELETED);
    assertFalsified(13, 14, read(A), found("w2"));
  }

  @Test
  void doubtfulWritesBuildOnEachOther() {
    call(1, 2, put("w1"), UNKNOWN);
    call(3, 4, patch("w2"), UNKNOWN);
    call(5, 6, read(A), found("\"w2\"", Content.put("w1").merged(Content.patch("w2"))));
    assertFalsified(7, 8, read(A), found("w1"));
  }

  @Test
  void anItemComesBackThatWasDeleted() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 4, delete(Demand.NOTHING), DELETED);
    call(5, 6, read(A), MISSING);
    assertFalsified(7, 8, read(A), found("w1"));
  }

  @Test
  void anAcknowledgedWriteIsLost() {
    call(1, 2, put("w1"), created("\"w1\""));
    assertFalsified(3, 4, read(A), MISSING);
  }

  @Test
  void aCreatedItemIsSaidToHaveBeenReplaced() {
    assertFalsified(1, 2, put("w1"), replaced("\"w1\""));
  }

  @Test
  void whatWasNotDoneIsSeen() {
    call(1, 2, put("w1"), NOT_DONE);
    assertFalsified(3, 4, read(A), found("w1"));
  }

  @Test
  void whatWasRefusedIsSeen() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 4, put(A, "w2", Demand.ABSENT), Answer.of(Outcome.REFUSED, Seen.current("\"w1\"")));
    assertFalsified(5, 6, read(A), found("w2"));
  }

  @Test
  void aConditionHeldAndTheWriteWasRefused() {
    call(1, 2, put("w1"), created("\"w1\""));
    assertFalsified(
        3,
        4,
        put(A, "w2", Demand.tag("\"w1\"")),
        Answer.of(Outcome.REFUSED, Seen.current("\"w1\"")));
  }

  @Test
  void aRefusalNamesAnotherVersionThanThereIs() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 4, put("w2"), replaced("\"w2\""));
    assertFalsified(
        5,
        6,
        new Part(Verb.CREATE, A, Demand.NOTHING, "w3"),
        Answer.of(Outcome.REFUSED, Seen.current("\"w1\"")));
  }

  @Test
  void aRefusalNamesTheVersionOfADoubtfulWrite() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 4, put("w2"), UNKNOWN);
    Answer refused = Answer.of(Outcome.REFUSED, Seen.current("\"of another\""));
    call(5, 6, delete(Demand.tag("\"w1\"")), refused);
    assertTrueHistory();
    calls.remove(1);
    assertFalseHistory();
  }

  @Test
  void aRefusalSaysThatThereIsNoItem() {
    Answer refused = Answer.of(Outcome.REFUSED, Seen.ABSENT);
    call(1, 2, delete(Demand.EXISTS), refused);
    call(3, 4, put("w1"), created("\"w1\""));
    assertFalsified(5, 6, patch("w2"), refused);
  }

  @Test
  void aReplayIsNoSecondWrite() {
    call(1, 2, "k", created("\"w1\""), put("w1"));
    call(3, 4, put("w2"), replaced("\"w2\""));
    call(5, 6, "k", created("\"w1\"").replay(), put("w1"));
    call(7, 8, read(A), found("w2"));
    assertFalsified(9, 10, read(A), found("w1"));
  }

  @Test
  void aRepeatHappensAgain() {
    call(1, 2, "k", created("\"w1\""), put("w1"));
    assertTrueHistory();
    call(3, 4, "k", replaced("\"other\""), put("w1"));
    assertFalseHistory();
    calls.remove(1);
    call(3, 4, "k", replaced("\"w1\""), put("w1"));
    assertTrue(assertFalseHistory().startsWith("It was done twice with one key"));
  }

  @Test
  void aReplayHasAnotherAnswer() {
    Answer first = new Answer(Outcome.DONE, false, List.of(Seen.NOTHING), "204");
    call(1, 2, "k", first, delete(Demand.NOTHING));
    call(3, 4, "k", first.replay(), delete(Demand.NOTHING));
    assertTrueHistory();
    Answer other = new Answer(Outcome.DONE, true, List.of(Seen.NOTHING), "200");
    call(5, 6, "k", other, delete(Demand.NOTHING));
    assertTrue(assertFalseHistory().startsWith("A replay has another answer"));
  }

  @Test
  void aReplayTellsWhatADoubtfulCallHasDone() {
    call(1, 2, "k", UNKNOWN, put("w1"));
    call(3, 4, put("w2"), replaced("\"w2\""));
    call(5, 6, "k", created("\"w1\"").replay(), put("w1"));
    assertFalsified(7, 8, read(A), found("w1"));
  }

  @Test
  void aRepeatIsDoneOnceOfAllThatAreInDoubt() {
    call(1, 2, "k", UNKNOWN, put("w1"));
    call(3, 4, "k", UNKNOWN, put("w1"));
    call(5, 6, read(A), found("w1"));
    call(7, 8, delete(Demand.NOTHING), DELETED);
    assertFalsified(9, 10, read(A), found("w1"));
  }

  @Test
  void aTransactionHappensByHalf() {
    Answer done =
        Answer.of(Outcome.DONE, Seen.written(null, "\"w1\""), Seen.written(null, "\"w2\""));
    call(1, 9, null, done, put(A, "w1", Demand.NOTHING), put(B, "w2", Demand.NOTHING));
    call(2, 3, read(A), found("w1"));
    String said = assertFalsified(4, 5, read(B), MISSING);
    assertTrue(said.contains("the items together"), said);
  }

  @Test
  void aDoubtfulTransactionHappensByHalf() {
    call(1, 2, null, UNKNOWN, put(A, "w1", Demand.NOTHING), put(B, "w2", Demand.NOTHING));
    call(3, 4, read(A), MISSING);
    call(5, 6, read(B), found("w2"));
    assertFalsified(7, 8, read(A), MISSING);
  }

  @Test
  void aDoubtfulTransactionComesBeforeAWriteThatHidesAPartOfIt() {
    call(1, 2, null, UNKNOWN, put(A, "w1", Demand.NOTHING), put(B, "w2", Demand.NOTHING));
    call(3, 4, put("w3"), Answer.of(Outcome.DONE, Seen.written(null, "\"w3\"")));
    call(5, 6, read(B), found("w2"));
    call(7, 8, read(A), found("w3"));
    assertFalsified(9, 10, read(A), found("w1"));
  }

  @Test
  void aTransactionIsRefusedForAConditionThatHeld() {
    call(1, 2, put("w1"), created("\"w1\""));
    Part check = new Part(Verb.CHECK, A, Demand.by("w1"), null);
    Part write = put(B, "w2", Demand.EXISTS);
    call(3, 4, null, Answer.of(Outcome.REFUSED, null, Seen.ABSENT), check, write);
    assertTrueHistory();
    call(5, 6, null, Answer.of(Outcome.REFUSED, Seen.current("\"w1\""), null), check, write);
    assertFalseHistory();
  }

  @Test
  void aCheckHeldOfAnItemThatChangedBefore() {
    call(1, 2, put("w1"), created("\"w1\""));
    Part check = new Part(Verb.CHECK, A, Demand.tag("\"w1\""), null);
    Answer done = Answer.of(Outcome.DONE, Seen.NOTHING, Seen.written(null, "\"w2\""));
    call(3, 4, null, done, check, put(B, "w2", Demand.NOTHING));
    assertTrueHistory();
    call(5, 6, put("w3"), replaced("\"w3\""));
    Answer again = Answer.of(Outcome.DONE, Seen.NOTHING, Seen.written(null, "\"w4\""));
    call(7, 8, null, again, check, put(B, "w4", Demand.NOTHING));
    assertFalseHistory();
  }

  @Test
  void aVersionIsOfTwoWrites() {
    call(1, 2, put("w1"), created("\"w1\""));
    assertTrue(
        assertFalsified(3, 4, put("w2"), replaced("\"w1\"")).startsWith("One version of two"));
  }

  @Test
  void anOutcomeIsNotKnownThoughNothingBefellTheCall() {
    call(1, 2, put("w1"), UNKNOWN);
    assertFalsified(3, 4, put("w2"), UNKNOWN.withoutDoubt());
    calls.set(1, calls.get(0).withoutDoubt());
    assertFalseHistory();
    assertEquals(NOT_DONE, NOT_DONE.withoutDoubt());
  }

  @Test
  void anItemTakesThePlaceOfOneOfAnotherCollection() {
    call(1, 2, put(PERSON, "w1", Demand.NOTHING), created("\"w1\""));
    call(3, 4, put(NOTE, "w2", Demand.NOTHING), created("\"w2\""));
    Answer refused = Answer.of(Outcome.REFUSED, Seen.ABSENT);
    call(5, 6, put(FILE, "w3", Demand.NOTHING), refused);
    String said = assertFalsified(7, 8, put(FILE, "w4", Demand.NOTHING), created("\"w4\""));
    assertTrue(said.contains("the items together"), said);
  }

  @Test
  void aWriteIsRefusedForAnItemOfAnotherCollectionThatIsNotThere() {
    call(1, 2, put(FILE, "w1", Demand.NOTHING), created("\"w1\""));
    call(3, 4, new Part(Verb.DELETE, FILE, Demand.NOTHING, null), DELETED);
    Answer refused = Answer.of(Outcome.REFUSED, Seen.ABSENT);
    assertFalsified(5, 6, put(NOTE, "w2", Demand.NOTHING), refused);
  }

  @Test
  void aDeleteReachesAnItemOfAnotherCollection() {
    call(1, 2, put(FILE, "w1", Demand.NOTHING), created("\"w1\""));
    call(3, 4, new Part(Verb.DELETE, NOTE, Demand.NOTHING, null), DELETED);
    call(5, 6, read(FILE), found("w1"));
    assertFalsified(7, 8, read(FILE), MISSING);
  }

  @Test
  void anItemIsPutWithoutItsParent() {
    call(1, 2, put(NOTE, "w1", Demand.NOTHING), Answer.of(Outcome.ORPHANED));
    call(3, 4, put(PERSON, "w2", Demand.NOTHING), created("\"w2\""));
    call(5, 6, put(NOTE, "w3", Demand.NOTHING), created("\"w3\""));
    call(7, 8, new Part(Verb.DELETE, PERSON, Demand.NOTHING, null), DELETED);
    assertFalsified(9, 10, put(NOTE, "w4", Demand.NOTHING), replaced("\"w4\""));
  }

  @Test
  void aPutIsRefusedThoughItsParentExists() {
    call(1, 2, put(PERSON, "w1", Demand.NOTHING), created("\"w1\""));
    assertFalsified(3, 4, put(NOTE, "w2", Demand.NOTHING), Answer.of(Outcome.ORPHANED));
  }

  @Test
  void aTransactionPutsAnItemAndItsParent() {
    Answer done =
        Answer.of(Outcome.DONE, Seen.written(null, "\"w1\""), Seen.written(null, "\"w2\""));
    call(1, 2, null, done, put(NOTE, "w1", Demand.NOTHING), put(PERSON, "w2", Demand.NOTHING));
    call(3, 4, read(NOTE), found("w1"));
    assertFalsified(5, 6, read(PERSON), MISSING);
  }

  @Test
  void aDoubtfulWriteComesBeforeItsParentIsDeleted() {
    call(1, 2, put(PERSON, "w1", Demand.NOTHING), created("\"w1\""));
    call(3, 4, put(NOTE, "w2", Demand.NOTHING), UNKNOWN);
    call(5, 6, new Part(Verb.DELETE, PERSON, Demand.NOTHING, null), DELETED);
    call(7, 8, read(NOTE), found("w2"));
    call(9, 10, new Part(Verb.DELETE, NOTE, Demand.NOTHING, null), DELETED);
    assertFalsified(11, 12, read(NOTE), found("w2"));
  }

  @Test
  void anIncrementIsLost() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 9, update("w2"), found("\"w2\"", counted(2, "w2")));
    call(4, 8, update("w3"), found("\"w3\"", counted(1, "w3")));
    assertFalsified(10, 11, update("w4"), found("\"w4\"", counted(2, "w4")));
  }

  /** As if an update in doubt were sent again. */
  @Test
  void anUpdateCountsTwice() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 4, update("w2"), UNKNOWN);
    assertFalsified(5, 6, read(A), found("\"w2\"", counted(2, "w2")));
  }

  /** As if it were sent again with its key, but without the record of that. */
  @Test
  void anUpdateWithOneKeyCountsTwice() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 4, "k", UNKNOWN, update("w2"));
    call(5, 6, read(A), found("\"w2\"", counted(1, "w2")));
    assertTrueHistory();
    call(7, 8, "k", found("\"other\"", counted(2, "w2")), update("w2"));
    assertFalseHistory();
  }

  @Test
  void aDoubtfulUpdateComesBeforeOneOfATransaction() {
    call(1, 2, put("w1"), created("\"w1\""));
    call(3, 4, update("w2"), UNKNOWN);
    call(5, 6, null, Answer.of(Outcome.DONE, Seen.written(null, "\"w3\"")), update("w3"));
    call(7, 8, read(A), found("\"w3\"", counted(2, "w3")));
    assertFalsified(9, 10, read(A), found("\"w3\"", counted(3, "w3")));
  }
}
