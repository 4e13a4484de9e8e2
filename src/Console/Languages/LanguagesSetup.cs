using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Localization;

namespace WxYarpGateway.Console.Languages;

/// <summary>Sets up the languages.</summary>
internal static class LanguagesSetup
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(400);

    /// <summary>Adds the texts, and the choice of a language for each request.</summary>
    public static void AddLanguages(this WebApplicationBuilder builder)
    {
        builder.Services.AddLocalization();
        builder.Services.Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = Language.All.Select(language => CultureInfo.GetCultureInfo(language.Tag)).ToList();
            options.DefaultRequestCulture = new RequestCulture(Language.English.Tag);
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.RequestCultureProviders = [new ChosenLanguage()];
        });
    }

    /// <summary>Maps <c>POST /language</c>, which remembers a choice and leads back.</summary>
    public static void MapLanguages(this WebApplication app)
        => app.MapPost("/language", async (HttpContext context, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest();
            }

            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (Language.Of(form["language"]) is { } language)
            {
                context.Response.Cookies.Append(ChosenLanguage.Cookie, language.Tag, new CookieOptions
                {
                    MaxAge = Remembered,
                    SameSite = SameSiteMode.Strict,
                    Secure = context.Request.IsHttps,
                    HttpOnly = true,
                });
            }

            // Only a path of the console's own, whatever the form says.
            var back = form["back"].ToString();
            return Results.LocalRedirect(back.StartsWith('/') && !back.StartsWith("//", StringComparison.Ordinal)
                && !back.Contains('\\', StringComparison.Ordinal) ? back : "/");
        }).AllowAnonymous();
}
