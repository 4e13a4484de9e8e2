using Microsoft.Net.Http.Headers;
using WxYarpGateway.Platform.Authorizers.Storage;

namespace WxYarpGateway.Gateway.Platforms.Authorizers;

/// <summary>
/// The headers by which two who edit one account do not undo each other's work: <c>ETag</c> of what people edit of it, and
/// <c>If-Match</c>. What WeChat tells of the account changes nothing of it.
/// </summary>
internal static class EditedTag
{
    /// <summary>Returns the tag as the header has it.</summary>
    public static string Of(AuthorizerDetails details) => $"\"{details.EditTag}\"";

    /// <summary>Returns the tags of which the account must have one; <see langword="null"/> when any will do.</summary>
    public static IReadOnlyList<string>? Expected(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return null;
        }

        // What cannot be read matches nothing.
        return !EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var tags) ? []
            : tags.Any(tag => tag == EntityTagHeaderValue.Any) ? null
            : [.. tags.Where(tag => !tag.IsWeak).Select(tag => tag.Tag.ToString().Trim('"'))];
    }
}
