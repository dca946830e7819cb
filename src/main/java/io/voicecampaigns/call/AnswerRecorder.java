package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets answers into the ledger, however long that takes. Thread-safe. */
final class AnswerRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerRecorder.class);
    private static final Duration LEDGER_RETRY = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final Answers answers;
    private final AnswerJournal journal;

    AnswerRecorder(Ledger ledger, Answers answers) {
        this.ledger = ledger;
        this.answers = answers;
        this.journal = new AnswerJournal(ledger, answers);
    }

    /**
     * Returns once the answer is durable.
     *
     * @return false if the process ends before it is
     */
    boolean record(Answers.Recorded recorded) {
        try {
            Ledger.join(journal.add(recorded));
            return true;
        } catch (LedgerException e) {
            return recordAlone(recorded, e);
        }
    }

    private boolean recordAlone(Answers.Recorded recorded, LedgerException first) {
        LedgerException failure = first;
        while (failure != null && !ledger.isClosed() && !Thread.currentThread().isInterrupted()) {
            LOG.error("the answer to {} is not recorded yet: {}", recorded.claimed(), failure.getMessage());
            LockSupport.parkNanos(LEDGER_RETRY.toNanos());
            try {
                ledger.write(tx -> answers.record(tx, List.of(recorded)));
                failure = null;
            } catch (LedgerException e) {
                failure = e;
                if (e.isConflict()) {
                    Answers.Recorded lost = new Answers.Recorded(recorded.claimed(),
                            new Answers.Outcome.Lost("the provider named a call that another attempt has"));
                    ledger.write(tx -> answers.record(tx, List.of(lost)));
                    failure = null;
                }
            }
        }
        return failure == null;
    }

    /** One try, for a process that ends: what cannot be recorded now is settled by the next start. */
    void recordOnce(Answers.Recorded recorded) {
        try {
            ledger.write(tx -> answers.record(tx, List.of(recorded)));
        } catch (LedgerException e) {
            LOG.warn("{} could not be given back: {}", recorded.claimed(), e.getMessage());
        }
    }
}
