package dev.larder.job;

import dev.larder.dynamo.Write;
import dev.larder.event.JobProgress;
import dev.larder.event.JobStep;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;
import java.util.Optional;

/**
 * A step of a job whose progress is in the job's record. Every commit replaces the revision that
 * the last one has written, so nothing more is written once another attempt has begun.
 */
final class RecordedStep implements JobStep {
  private final JobRepository repository;
  private Job job;
  private boolean replaced;

  /**
   * @param job as it is stored, with the attempt begun that makes this step
   */
  RecordedStep(JobRepository repository, Job job) {
    this.repository = repository;
    this.job = job;
  }

  /** The job as this step has stored it. */
  Job job() {
    return job;
  }

  /** Whether another attempt has begun, or the caller has ended the job. */
  boolean isReplaced() {
    return replaced;
  }

  @Override
  public Optional<JobProgress> progress() {
    return job.progress();
  }

  @Override
  public void commit(List<Write> writes, JobProgress progress) {
    Job next = job.withProgress(progress);
    boolean stored =
        writes.isEmpty() ? repository.replace(job, next) : repository.replace(job, next, writes);
    if (!stored) {
      replaced = true;
      throw new ProblemException(
          ProblemType.IDEMPOTENCY_KEY_IN_USE,
          "The job has ended or is carried on by another invocation.");
    }
    job = next;
  }

  @Override
  public Write once(String part) {
    return repository.once(job, part);
  }
}
