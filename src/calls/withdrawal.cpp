#include "calls/withdrawal.h"

#include <array>

namespace sluice::calls {
namespace {

constexpr std::array all{Withdrawal::changed, Withdrawal::questioned, Withdrawal::appeared,
                         Withdrawal::unreadable, Withdrawal::gone};

std::string happened(Withdrawal why, const std::string& tool) {
  switch (why) {
    case Withdrawal::changed: return " changed its tool " + tool + " after it was approved";
    case Withdrawal::questioned:
      return " describes its tool " + tool + " in a way that a person has to look at first";
    case Withdrawal::appeared:
      return " offers its tool " + tool + " only since after it was connected";
    case Withdrawal::unreadable:
      return " lists its tool " + tool + " in a way that cannot be read, or twice";
    case Withdrawal::gone: return " no longer lists its tool " + tool;
  }
  return "";
}

std::string what_to_do(Withdrawal why) {
  switch (why) {
    case Withdrawal::changed:
    case Withdrawal::questioned:
    case Withdrawal::appeared:
      return " An administrator can look at it and approve it in Data sources.";
    case Withdrawal::unreadable:
    case Withdrawal::gone:
      return " It is called again as soon as the vendor lists it as it was approved.";
  }
  return "";
}

}  // namespace

std::string_view to_text(Withdrawal why) {
  switch (why) {
    case Withdrawal::changed: return "changed";
    case Withdrawal::questioned: return "questioned";
    case Withdrawal::appeared: return "appeared";
    case Withdrawal::unreadable: return "unreadable";
    case Withdrawal::gone: return "gone";
  }
  return "changed";
}

std::optional<Withdrawal> parse_withdrawal(std::string_view text) {
  for (const Withdrawal why : all)
    if (to_text(why) == text) return why;
  return std::nullopt;
}

std::string withdrawal_text(Withdrawal why, const std::string& vendor, const std::string& tool) {
  return vendor + happened(why, tool) + ", so it is not called." + what_to_do(why);
}

}  // namespace sluice::calls
