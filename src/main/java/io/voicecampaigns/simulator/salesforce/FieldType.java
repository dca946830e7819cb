package io.voicecampaigns.simulator.salesforce;

/** What a field takes. */
public enum FieldType {
    TEXT, NUMBER, TRUE_OR_FALSE, DATE, TIME, REFERENCE
}
