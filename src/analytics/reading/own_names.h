#pragma once
#include "analytics/reading/scene.h"

namespace sluice::analytics {

// Takes those of the organization's own values out of the scene's matches whose words say something
// else. A word of the grammar, or a noun or a measure of the catalog, is a name only with the noun
// of its field beside it ("team growth", "the Growth team"); a value of the catalog also with a
// capital, or behind a lead ("in web"). Words that say nothing else need neither.
void keep_meant_own_values(Scene& scene);

}  // namespace sluice::analytics
