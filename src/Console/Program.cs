using Microsoft.AspNetCore.Diagnostics;
using MudBlazor;
using MudBlazor.Services;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Commands;
using WxYarpGateway.Console.Configuration;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Hosting;
using WxYarpGateway.Console.Languages;
using WxYarpGateway.Console.Layouts;
using WxYarpGateway.Console.Pages;
using WxYarpGateway.Console.Pieces;

namespace WxYarpGateway.Console;

/// <summary>The console, put together: read this first.</summary>
public sealed class Program
{
    private Program()
    {
    }

    /// <summary>Runs the command that the process was started with; without one, the console.</summary>
    public static Task<int> Main(string[] args)
        => ConsoleCommands.Create(ConsoleEnvironment.OfProcess(), (environment, settings) => Build(environment, settings, _ => { }))
            .Parse(args)
            .InvokeAsync(ConsoleCommands.Invocation());

    /// <summary>Builds the console, with services that a test adds or replaces.</summary>
    internal static WebApplication Build(ConsoleEnvironment environment, string[] settings, Action<IServiceCollection> replace)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = environment.ApplicationFolder,
        });
        builder.AddConsoleSources(environment, settings);
        builder.AddConsoleOptions(environment);
        builder.AddConsoleServer();
        builder.AddLanguages();
        builder.AddConsoleAccess();
        builder.AddGateways();
        builder.Services.AddPieces();
        builder.Services.AddPages();
        builder.Services.AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddSingleton(TimeProvider.System);
        replace(builder.Services);
        return builder.Build();
    }

    /// <summary>Builds the request pipeline and maps the endpoints.</summary>
    internal static void Map(WebApplication app)
    {
        app.UseRequestLocalization();
        app.UseConsoleSecurity();

        // In a branch of the pipeline the page would not be found.
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.Use((context, next) =>
        {
            // Not for forms: what is wrong with one keeps its status.
            if (!HttpMethods.IsGet(context.Request.Method) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return next(context);
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapLanguages();
        app.MapConsoleAccess();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(circuits => circuits.ContentSecurityFrameAncestorsPolicy = "'none'");
    }
}
