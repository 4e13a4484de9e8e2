using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace WxYarpGateway.Browser.Tests.Console;

/// <summary>Audits pages by axe-core, which is in the browser from the start: each audit is one call.</summary>
internal static class Axe
{
    private const string Run = """
        async () => (await axe.run(document, { resultTypes: ['violations'], elementRef: false, ancestry: false }))
            .violations.filter(found => found.impact === 'serious' || found.impact === 'critical')
            .flatMap(found => found.nodes.map(node => `${found.id} at ${node.target}: ${node.html} ${node.failureSummary}`))
        """;

    /// <summary>Brings axe-core into each page of a browser.</summary>
    public static Task AddAxeAsync(this IBrowserContext browser) => browser.AddInitScriptAsync(new BundledAxeScriptProvider().GetScript());

    /// <summary>Returns what keeps people from using the page.</summary>
    public static Task<string[]> AuditAsync(this IPage page) => page.EvaluateAsync<string[]>(Run);
}
