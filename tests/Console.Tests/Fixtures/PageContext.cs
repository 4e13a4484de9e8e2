using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages;
using WxYarpGateway.Console.Pieces;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>Renders a page or component with the console's own services, for a user and fake gateways.</summary>
public sealed class PageContext : BunitContext
{
    /// <summary>Begins with a user of a role, a language and gateways.</summary>
    public PageContext(string role, string language, params Uri[] gateways)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddMudServices();
        Services.AddPieces();
        Services.AddPages();
        Services.AddSingleton<RecordedAudit>();
        Services.AddSingleton<IAuditLog>(services => services.GetRequiredService<RecordedAudit>());
        Services.AddSingleton<IAuditHistory>(services => services.GetRequiredService<RecordedAudit>());
        Services.AddScoped<ActingUser>();
        Fleets.Add(Services, TimeProvider.System, gateways);
        var user = AddAuthorization();
        user.SetAuthorized("somebody");
        user.SetRoles(role);
        user.SetPolicies([.. Roles.All.Take(Roles.All.ToList().IndexOf(role) + 1)]);
    }

    /// <summary>Goes to an address, as far as pages read it.</summary>
    public void GoTo(string address) => Services.GetRequiredService<NavigationManager>().NavigateTo(address);

    /// <summary>Gets what the page wrote to the audit log.</summary>
    internal RecordedAudit Audit => Services.GetRequiredService<RecordedAudit>();
}
