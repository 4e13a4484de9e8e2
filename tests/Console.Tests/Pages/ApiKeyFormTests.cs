using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Languages;
using WxYarpGateway.Console.Pages.Keys;
using WxYarpGateway.Console.Tests.Fixtures;
using WxYarpGateway.Testing.Logs;

namespace WxYarpGateway.Console.Tests.Pages;

/// <summary>Keys of the internal API that the console makes.</summary>
public sealed class ApiKeyFormTests
{
    [Fact]
    public async Task A_key_is_shown_once_with_what_operators_paste()
    {
        using var logs = new CollectedLogs();
        await using var context = new PageContext(Roles.Admin, "en");
        context.Services.AddLogging(logging => logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        var form = Render(context);

        await form.WriteAsync("input[name=key-name]", " crm-2 ");
        await form.SwitchAsync("input[value='vault:export']", isOn: true);
        await form.SwitchAsync("input[value=tokens]", isOn: true);
        await form.SwitchAsync("input[value=api]", isOn: true);
        await form.SwitchAsync("input[value=tokens]", isOn: false);
        await form.SwitchAsync("input[value=shop]", isOn: true);
        await form.SubmitAsync("input[name=key-name]");

        var key = form.Find("[data-secret=key]").TextContent;
        Assert.Matches("^[0-9a-f]{64}$", key);
        var fragment = form.Find("[data-fragment]").TextContent;
        Assert.DoesNotContain(key, fragment, StringComparison.Ordinal);
        var options = JsonDocument.Parse(fragment).RootElement.GetProperty("Gateway").GetProperty("InternalApiKeys").GetProperty("crm-2");
        Assert.Equal(
            $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}", options.GetProperty("Hash").GetString());
        Assert.Equal(["api", "vault:export"], options.GetProperty("Scopes").EnumerateArray().Select(scope => scope.GetString()));
        Assert.Equal(["shop"], options.GetProperty("Services").EnumerateArray().Select(service => service.GetString()));
        Assert.Equal(("api-key.make", "crm-2", "api, vault:export for shop"), Assert.Single(context.Audit.Entries));
        Assert.DoesNotContain(key, logs.Text, StringComparison.Ordinal);

        await form.PressAsync(".key-kept");

        Assert.DoesNotContain(key, form.Markup, StringComparison.Ordinal);
        Assert.Empty(form.FindAll("input:checked, input[checked]"));
        Assert.DoesNotContain(key, Render(context).Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(key, new MadeApiKey("crm-2", key, fragment).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_keys_are_never_alike_and_one_for_all_services_names_none()
    {
        await using var context = new PageContext(Roles.Admin, "zh-CN");
        var maker = context.Services.GetRequiredService<ApiKeyMaker>();

        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => maker.MakeAsync("crm", ["api"], [])));

        Assert.Equal(20, made.Select(one => one.Key).Distinct().Count());
        Assert.All(made, one => Assert.DoesNotContain("Services", one.Fragment, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_operator_makes_no_key()
    {
        await using var context = new PageContext(Roles.Operator, "en");
        var maker = context.Services.GetRequiredService<ApiKeyMaker>();

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => maker.MakeAsync("crm", ["api"], []));

        Assert.Empty(context.Audit.Entries);
    }

    [Theory]
    [InlineData("", "api", "The name is not one.")]
    [InlineData("a:b", "api", "The name is not one.")]
    [InlineData("a__b", "api", "The name is not one.")]
    [InlineData("\"a", "api", "The name is not one.")]
    [InlineData("CRM", "api", "There is a key of this name.")]
    [InlineData("new", null, "No scope is chosen.")]
    public async Task What_is_missing_is_said_and_no_key_is_made(string name, string? scope, string sentence)
    {
        await using var context = new PageContext(Roles.Admin, "en");
        var form = Render(context);
        await form.WriteAsync("input[name=key-name]", name);
        if (scope is not null)
        {
            await form.SwitchAsync($"input[value={scope}]", isOn: true);
        }

        await form.SubmitAsync("input[name=key-name]");

        Assert.Contains(sentence, form.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(form.FindAll("[data-secret]"));
        Assert.Empty(context.Audit.Entries);
    }

    [Fact]
    public async Task Names_of_services_stay_readable_and_can_do_no_harm_in_the_file()
    {
        await using var context = new PageContext(Roles.Admin, "en");
        var maker = context.Services.GetRequiredService<ApiKeyMaker>();

        var made = await maker.MakeAsync("crm", ["api"], ["奶茶店", "a\"],\"b"]);

        Assert.Contains("奶茶店", made.Fragment, StringComparison.Ordinal);
        var keys = JsonDocument.Parse(made.Fragment).RootElement.GetProperty("Gateway").GetProperty("InternalApiKeys");
        var services = keys.GetProperty("crm").GetProperty("Services");
        Assert.Equal(["奶茶店", "a\"],\"b"], services.EnumerateArray().Select(service => service.GetString()));
    }

    [Fact]
    public void Every_scope_is_offered_with_what_it_opens()
    {
        var texts = new System.Resources.ResourceManager(typeof(SettingsTexts).FullName!, typeof(SettingsTexts).Assembly)
            .GetResourceSet(System.Globalization.CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!
            .Cast<System.Collections.DictionaryEntry>()
            .Select(text => (string)text.Key)
            .Where(name => name.StartsWith("Scope.", StringComparison.Ordinal))
            .Select(name => name["Scope.".Length..]);

        Assert.Equal(texts.Order(StringComparer.Ordinal), ApiScopes.All.Order(StringComparer.Ordinal));
    }

    private static IRenderedComponent<ApiKeyForm> Render(PageContext context) => context.Render<ApiKeyForm>(form => form
        .Add(page => page.Taken, ["crm"])
        .Add(page => page.Services, ["shop", "saas"]));
}
