package io.voicecampaigns.salesforce;

import java.util.Map;
import java.util.Optional;

/**
 * What is to be written of one outcome.
 *
 * @param ref        the outcome's
 * @param callObject what finds its call where there is no external id
 * @param call       the record of the call; empty if none is wanted
 * @param changes    of records that exist, by id
 */
record CallRecord(String ref, int revision, String callObject, Optional<Map<String, Object>> call, Map<String, Map<String, Object>> changes) {
}
