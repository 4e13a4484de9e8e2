using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Rules;

namespace WxYarpGateway.Gateway.Platforms.Rules;

/// <summary>
/// The headers by which two who edit one rule do not undo each other's work: <c>ETag</c>, <c>If-Match</c>, <c>If-None-Match</c>.
/// </summary>
internal static class RuleTags
{
    /// <summary>Writes the tag of a rule.</summary>
    public static void Write(HttpResponse response, StoredRule rule) => response.Headers.ETag = Quote(rule.ETag);

    /// <summary>Returns a tag as the header has it.</summary>
    public static string Quote(string tag) => $"\"{tag}\"";

    /// <summary>Returns a change with the conditions of a request; an error when they cannot be read.</summary>
    public static (RuleChange Change, GatewayError? Error) Apply(HttpRequest request, RuleChange change)
    {
        if (!TryRead(request.Headers.IfMatch, out var match, out var any)
            || !TryRead(request.Headers.IfNoneMatch, out var none, out var anyOther)
            || none.Count > 0)
        {
            return (change, GatewayError.Refused("If-Match must be * or the ETag of an answer, and If-None-Match must be *."));
        }

        return (change with
        {
            MustBeNew = anyOther || change.MustBeNew,
            MustExist = any || change.MustExist,
            ETags = match.Count > 0
            ? match : null
        },
            null);
    }

    private static bool TryRead(StringValues header, out IReadOnlyList<string> tags, out bool any)
    {
        (tags, any) = ([], false);
        if (header.Count == 0)
        {
            return true;
        }

        if (!EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var parsed))
        {
            return false;
        }

        any = parsed.Any(tag => tag == EntityTagHeaderValue.Any);
        tags = any ? [] : [.. parsed.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.Value![1..^1])];

        // A weak tag matches nothing (RFC 9110, 13.1.1).
        tags = !any && tags.Count == 0 ? ["none"] : tags;
        return true;
    }
}
