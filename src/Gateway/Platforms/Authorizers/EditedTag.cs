using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using WxYarpGateway.Platform.Authorizers.Storage;

namespace WxYarpGateway.Gateway.Platforms.Authorizers;

/// <summary>
/// The <c>ETag</c> of what people edit of an account: its tags, its overrides, its note. What WeChat tells of it changes nothing of it.
/// </summary>
internal static class EditedTag
{
    private const int Length = 16;

    /// <summary>Returns the tag as the header has it.</summary>
    public static string Of(AuthorizerDetails details)
    {
        var edited = string.Join('\n', [.. details.Authorizer.Tags, "", details.Authorizer.Overrides ?? "", "", details.Note]);
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(edited)))[..Length]}\"";
    }

    /// <summary>Returns whether a request's <c>If-Match</c>, if it has one, names the account as it is.</summary>
    public static bool IsMatch(HttpRequest request, AuthorizerDetails details)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return true;
        }

        // What cannot be read matches nothing.
        return EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var tags)
            && tags.Any(tag => tag == EntityTagHeaderValue.Any || (!tag.IsWeak && tag.Tag == Of(details)));
    }
}
