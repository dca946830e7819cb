package io.voicecampaigns.enroll;

/** A batch came although the one before it was never committed: taking it would lose the rows between. */
final class RowsMissingException extends RuntimeException {
    RowsMissingException(ContactBatch batch) {
        super("rows before these were not enrolled, so the list is read again from there: " + batch);
    }
}
