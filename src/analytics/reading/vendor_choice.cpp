#include "analytics/reading/vendor_choice.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace sluice::analytics {
namespace {

// Whose thing a piece of the catalog is; nothing: it is none of a vendor.
[[nodiscard]] std::optional<std::size_t> vendor_of(const Piece& piece) {
  if (const auto* group = std::get_if<GroupedBy>(&piece)) return group->field.vendor;
  if (const auto* where = std::get_if<Where>(&piece)) return where->field.vendor;
  if (const auto* beside = std::get_if<SideBySide>(&piece)) return beside->other.vendor;
  if (const auto* ratio = std::get_if<Ratio>(&piece)) return ratio->other.vendor;
  return std::nullopt;
}

[[nodiscard]] bool names_vendor(const Scene& scene, std::size_t vendor) {
  return std::ranges::any_of(scene.matches, [=](const Match& match) {
    return match.term->kind == Term::Kind::vendor && match.exact && match.term->vendor == vendor;
  });
}

// Where each vendor's best way to read the words stands among `pieces`.
[[nodiscard]] std::vector<const Placed*> others_for(const AnchorView& view, const Placed& chosen,
                                                    const std::vector<Placed>& pieces) {
  std::vector<const Placed*> others;
  const auto own = vendor_of(chosen.piece);
  const std::size_t counted = view.anchor().what.vendor;
  if (!own || *own == counted || names_vendor(view.scene(), *own)) return others;
  for (const Placed& other : pieces) {
    const auto vendor = vendor_of(other.piece);
    const bool same_words = other.first == chosen.first && other.end == chosen.end &&
                            other.make == chosen.make && other.rule == chosen.rule;
    if (!vendor || *vendor == *own || *vendor == counted || !same_words ||
        other.cost - chosen.cost >= same_words_margin)
      continue;
    const auto known = std::ranges::find_if(
        others, [&](const Placed* each) { return vendor_of(each->piece) == vendor; });
    if (known == others.end()) {
      others.push_back(&other);
    } else if (other.cost < (*known)->cost) {
      *known = &other;
    }
  }
  return others;
}

}  // namespace

std::vector<OtherParse> parses_of_other_vendors(const AnchorView& view, const Parse& parse,
                                                const std::vector<Placed>& pieces) {
  std::vector<OtherParse> parses;
  const auto part_of = [](const Placed& placed) {
    return VendorPart{placed.first, placed.end, vendor_of(placed.piece).value_or(0)};
  };
  for (std::size_t i = 0; i < parse.pieces.size(); ++i)
    for (const Placed* other : others_for(view, parse.pieces[i], pieces)) {
      OtherParse swapped{parse, part_of(parse.pieces[i]), part_of(*other)};
      swapped.parse.cost += other->cost - parse.pieces[i].cost;
      swapped.parse.pieces[i] = *other;
      parses.push_back(std::move(swapped));
    }
  return parses;
}

}  // namespace sluice::analytics
