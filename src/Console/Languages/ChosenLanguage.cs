using Microsoft.AspNetCore.Localization;

namespace WxYarpGateway.Console.Languages;

/// <summary>The language that somebody has chosen, else the first of the browser's that the console speaks, else English.</summary>
internal sealed class ChosenLanguage : RequestCultureProvider
{
    /// <summary>The cookie that remembers the choice. It has no secret and opens nothing.</summary>
    public const string Cookie = "wxgw-language";

    /// <inheritdoc/>
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var language = Language.Of(httpContext.Request.Cookies[Cookie])
            ?? httpContext.Request.GetTypedHeaders().AcceptLanguage
                .Where(wanted => wanted.Quality is not 0)
                .OrderByDescending(wanted => wanted.Quality ?? 1)
                .Select(wanted => Language.Of(wanted.Value.Value))
                .FirstOrDefault(spoken => spoken is not null)
            ?? Language.English;
        return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(language.Tag));
    }
}
