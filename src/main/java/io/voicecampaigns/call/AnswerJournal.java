package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Records the answers of many callers in one transaction: whoever comes first writes for all who wait. Thread-safe. */
final class AnswerJournal {
    private final Ledger ledger;
    private final Answers answers;
    private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isUnderWay = new AtomicBoolean();

    private record Entry(Answers.Recorded recorded, CompletableFuture<Void> done) {
    }

    AnswerJournal(Ledger ledger, Answers answers) {
        this.ledger = ledger;
        this.answers = answers;
    }

    /** Completes once the answer is durable; fails if that is not known, and then nothing has been decided about it. */
    CompletableFuture<Void> add(Answers.Recorded recorded) {
        Entry entry = new Entry(recorded, new CompletableFuture<>());
        waiting.add(entry);
        if (isUnderWay.compareAndSet(false, true)) {
            List<Entry> batch = new ArrayList<>();
            ledger.writeLater(tx -> write(tx, batch)).whenComplete((ignored, failure) -> finish(batch, failure));
        }
        return entry.done();
    }

    private Void write(Tx tx, List<Entry> batch) {
        isUnderWay.set(false);
        take(batch);
        return answers.record(tx, batch.stream().map(Entry::recorded).toList());
    }

    private void finish(List<Entry> batch, Throwable failure) {
        if (failure == null) {
            batch.forEach(entry -> entry.done().complete(null));
            return;
        }
        // the transaction may have failed before it took anything: whoever waits must not wait for ever
        isUnderWay.set(false);
        take(batch);
        batch.forEach(entry -> entry.done().completeExceptionally(failure));
    }

    private void take(List<Entry> batch) {
        for (Entry next = waiting.poll(); next != null; next = waiting.poll()) {
            batch.add(next);
        }
    }
}
