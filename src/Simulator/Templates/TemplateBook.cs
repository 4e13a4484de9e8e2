using WxYarpGateway.Simulator.Accounts;

namespace WxYarpGateway.Simulator.Templates;

/// <summary>Keeps the templates that accounts added by API, besides <see cref="SimulatedAccount.TemplateIds"/>.</summary>
internal sealed class TemplateBook
{
    private readonly AccountShelf<string> _added = new();

    public void Add(string appId, string templateId) => _added.Put(appId, templateId, templateId);

    public IReadOnlyList<string> Of(SimulatedAccount account) => [.. account.TemplateIds, .. _added.Of(account.AppId)];

    /// <summary>Returns whether the account may send the template; an account without <c>TemplateIds</c> may send any.</summary>
    public bool MaySend(SimulatedAccount account, string templateId) => account.TemplateIds.Count == 0 || Of(account).Contains(templateId);

    public bool Remove(SimulatedAccount account, string? templateId)
    {
        if (templateId is null || !account.TemplateIds.Contains(templateId))
        {
            return _added.Remove(account.AppId, templateId);
        }

        account.TemplateIds = [.. account.TemplateIds.Where(id => id != templateId)];
        return true;
    }
}
