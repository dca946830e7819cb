package io.voicecampaigns.campaign;

import java.util.List;
import java.util.Optional;

/**
 * Where a contact's number and identity stand in a list.
 *
 * @param phones     the columns to look in, in order: the first valid number wins; at least one
 * @param key        the column that identifies a person; empty: the source's key, or else the number
 * @param region     the region that national numbers belong to, as ISO 3166-1 alpha-2: {@code ES}
 * @param sameNumber whether one number may be enrolled under several keys
 */
public record ContactColumns(List<String> phones, Optional<String> key, String region, boolean sameNumber) {
    public ContactColumns {
        phones = List.copyOf(phones);
        if (phones.isEmpty()) {
            throw new IllegalArgumentException("at least one phone column is needed");
        }
    }
}
