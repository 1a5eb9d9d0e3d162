#pragma once
#include "sandbox/tool_call.h"

namespace sluice::sandbox {

// The arguments as the vendor takes them. A tool's "max_range_days" says {from, to, days, beyond}:
// a vendor may keep the last `days` of a longer range without a word ("beyond" starts with
// "keeps"), or refuse it with a sentence. A missing end is now.
[[nodiscard]] OrSentence<Value> arguments_in_range(const Value& spec, const Arguments& arguments,
                                                   Instant now);

}  // namespace sluice::sandbox
