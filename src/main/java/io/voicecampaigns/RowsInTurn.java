package io.voicecampaigns;

import io.voicecampaigns.enroll.ContactBatch;
import io.voicecampaigns.enroll.ListReading;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Tells the reading of lists when a batch is no longer under way: once its exchange is done, whatever routes made of it. Thread-safe. */
public final class RowsInTurn {
    private final ListReading lists;

    public RowsInTurn(ListReading lists) {
        this.lists = lists;
    }

    /** As {@link ListReading#next}; to be carried by this exchange. */
    public ContactBatch next(Exchange exchange) {
        ContactBatch batch = lists.next();
        if (batch != null) {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    lists.over(batch);
                }
            });
        }
        return batch;
    }
}
