package dev.larder.event;

import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import java.util.List;
import java.util.Optional;

/**
 * The part of a job that one invocation carries out. A step that ends before the job is done has a
 * response with the status 202; another invocation then makes the next step.
 */
public interface JobStep {
  /** The most writes of a {@link #commit}, which stores the progress beside them. */
  int MAX_WRITES = Transactions.MAX_WRITES - 1;

  /** What the last commit stored, in this step or an earlier one; empty for a job that begins. */
  Optional<JobProgress> progress();

  /**
   * Makes writes and stores the progress, all or nothing, so that each write is made once, wherever
   * a step is interrupted.
   *
   * @param writes at most {@link #MAX_WRITES}; may be empty
   * @throws dev.larder.dynamo.TransactionFailedException with a reason for each write
   * @throws dev.larder.problem.ProblemException {@code idempotency-key-in-use} if another step has
   *     begun or the caller has ended the job, so that this step must end; else as for every
   *     transaction
   */
  void commit(List<Write> writes, JobProgress progress);

  /**
   * A write for a {@link #commit} that can be made once in the whole job.
   *
   * @param part identifies it
   */
  Write once(String part);
}
