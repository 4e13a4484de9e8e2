using System.ComponentModel.DataAnnotations;

namespace WxYarpGateway.TokenService.Api;

/// <summary>Wants an absolute http or https address without credentials, query or fragment.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpUrlAttribute()
    : ValidationAttribute("The {0} field must be an absolute http or https address without user, query or fragment.")
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null
        || (value is Uri { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" } url
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps));
}
