using System.Collections.Frozen;

namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>The forms that hosts add to the gateway's own JSON, by their names.</summary>
internal sealed class BackendForms(IEnumerable<IBackendForm> forms)
{
    private readonly FrozenDictionary<string, IBackendForm> _forms = forms.ToFrozenDictionary(form => form.Name, StringComparer.Ordinal);

    /// <summary>Finds a form; returns <see langword="false"/> for one that only a newer version knows.</summary>
    /// <param name="name">Its name; <see langword="null"/> for the gateway's own JSON.</param>
    /// <param name="form">The form; <see langword="null"/> for the gateway's own JSON.</param>
    public bool TryFind(string? name, out IBackendForm? form)
    {
        form = null;
        return name is null || _forms.TryGetValue(name, out form);
    }
}
