/** What people see of campaigns while they run: read models, and the page made of them. Nothing here changes anything. */
package io.voicecampaigns.overview;
