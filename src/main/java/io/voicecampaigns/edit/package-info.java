/** What others should know of edits of routes, kamelets and campaign files. */
package io.voicecampaigns.edit;
