#pragma once
#include <string_view>

// What is said of an answer that is not used: what happened, and what to do about it. For the log
// and the operator (McpError::detail, ToolList::cut_because); none quotes the server.
namespace sluice::mcp::fault_text {

inline constexpr std::string_view line_too_long =
    "A line of the server's event stream was longer than 1 MiB, so the stream was closed. Tell "
    "whoever runs the server.";
inline constexpr std::string_view event_too_large =
    "An event of the server's stream was larger than 10 MiB, so the stream was closed. Ask for "
    "less.";
inline constexpr std::string_view too_many_events =
    "The server sent 10,000 events and no answer, so the stream was closed. Tell whoever runs the "
    "server.";
inline constexpr std::string_view event_id_too_long =
    "The server gave an event an id longer than 4 KiB, so the stream was closed. Tell whoever runs "
    "the server.";
inline constexpr std::string_view no_event_in_time =
    "The server's stream stayed open without a complete event. Try again, or ask for less.";
inline constexpr std::string_view stream_ended =
    "The server's stream ended before the answer. Try again.";
inline constexpr std::string_view given_up =
    "The server gave the call up. Try again, or ask for less.";
inline constexpr std::string_view no_credential =
    "The stored access cannot be opened, so nothing was sent. Look at the keys: `sluice doctor`.";
inline constexpr std::string_view no_time_left =
    "The time for the whole call was used up. Ask for less.";
inline constexpr std::string_view web_page =
    "A web page came instead of an answer, often a sign-in page or a notice of maintenance. Check "
    "the server's address.";
inline constexpr std::string_view not_json =
    "Something that is not JSON came instead of an answer. Check the server's address.";
inline constexpr std::string_view redirected =
    "The server sends its clients to another address, which is not followed. Enter the new address "
    "yourself if you trust it.";
inline constexpr std::string_view redirected_to =  // Followed by the address.
    "The server sends its clients to another address, which is not followed. Enter that address "
    "yourself if you trust it: ";
inline constexpr std::string_view error_event =
    "The server ended its stream with an error. Check what was asked for, or try again.";
inline constexpr std::string_view too_many_replies =
    "The server asked back more than 100 times during one call, so it was ended. Tell whoever runs "
    "the server.";
inline constexpr std::string_view not_found =
    "Nothing is at this address, or the session is gone. Check the server's address.";
inline constexpr std::string_view error_status =
    "The server answered with an error status. Try again in a few minutes.";
inline constexpr std::string_view rpc_error =
    "The server answered with an error. Check what was asked for.";
inline constexpr std::string_view no_answer =
    "The server's answer holds no answer to the request. Tell whoever runs the server.";
inline constexpr std::string_view other_id =
    "The server answered a request that it was not asked: the id is another one. Tell whoever runs "
    "the server.";
inline constexpr std::string_view without_id =
    "The server's answer does not say which request it belongs to. Tell whoever runs the server.";
inline constexpr std::string_view answered_twice =
    "The server gave two answers to one request, and neither was used. Tell whoever runs the "
    "server.";
inline constexpr std::string_view member_twice =
    "A message of the server names a member twice, which two readers would read differently. Tell "
    "whoever runs the server.";
inline constexpr std::string_view result_and_error =
    "The server's answer is a result and an error at once. Tell whoever runs the server.";
inline constexpr std::string_view id_too_long =
    "A message of the server has an id longer than 1 KiB. Tell whoever runs the server.";
inline constexpr std::string_view batch_too_large =
    "The server sent more than 1,000 messages in one array. Tell whoever runs the server.";
inline constexpr std::string_view not_a_message =
    "JSON came that is no JSON-RPC message. Check the server's address.";
inline constexpr std::string_view unreadable_json =  // Followed by the reason and the place.
    "The server's answer is not JSON as it should be. Tell whoever runs the server: ";
inline constexpr std::string_view no_known_revision =
    "The server names no revision of the protocol that is known here. Ask for an update of either "
    "side.";
inline constexpr std::string_view no_tool_list =
    "The server's answer holds no list of tools. Tell whoever runs the server.";
inline constexpr std::string_view too_many_tools =
    "The server lists more than 5,000 tools; the rest was left out. Ask it for a smaller list.";
inline constexpr std::string_view tools_too_large =
    "The server's list of tools is larger than 8 MiB; the rest was left out. Ask it for a smaller "
    "list.";
inline constexpr std::string_view too_many_pages =
    "The server's list of tools has more than 50 pages; the rest was left out. Tell whoever runs "
    "the server.";
inline constexpr std::string_view repeated_cursor =
    "The server's list of tools leads back to a page that was read; the rest was left out. Tell "
    "whoever runs the server.";
inline constexpr std::string_view repeated_page =
    "A page of the server's list of tools brought no tool that was not there before; the rest was "
    "left out. Tell whoever runs the server.";
inline constexpr std::string_view cursor_too_long =
    "The server marks the next page of its tools with more than 8 KiB; the rest was left out. Tell "
    "whoever runs the server.";
inline constexpr std::string_view input_required =
    "The server asks for something that only a person can enter. Do it on the server's own pages.";

}  // namespace sluice::mcp::fault_text
