package io.voicecampaigns.results;

import java.util.Iterator;
import java.util.function.ToLongFunction;

/** Looks one element ahead, to meet the rows of the list with what belongs to them. */
final class InListOrder<T> {
    private final Iterator<T> elements;
    private final ToLongFunction<T> rowOf;
    private T next;

    InListOrder(Iterator<T> elements, ToLongFunction<T> rowOf) {
        this.elements = elements;
        this.rowOf = rowOf;
        advance();
    }

    boolean isEmpty() {
        return next == null;
    }

    /** The row of the next element; there must be one. */
    long row() {
        return rowOf.applyAsLong(next);
    }

    boolean isAt(long row) {
        return next != null && row() == row;
    }

    T take() {
        T taken = next;
        long row = row();
        advance();
        if (next != null && row() < row) {
            throw new IllegalArgumentException("not in list order: row " + row() + " comes after row " + row);
        }
        return taken;
    }

    private void advance() {
        next = elements.hasNext() ? elements.next() : null;
    }
}
