using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Console.Configuration;

/// <summary>
/// The section <c>Logging</c> as the loggers get it: without values that the framework throws at. An edit with such a value is left out.
/// </summary>
internal sealed class UsableLogSettings(IConfigurationSection logging) : IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(logging);

    private sealed class Provider(IConfigurationSection logging) : ConfigurationProvider, IDisposable
    {
        private IDisposable? _changes;

        public override void Load()
        {
            Take(LogSettings.Problems(logging));
            _changes ??= ChangeToken.OnChange(logging.GetReloadToken, Changed);
        }

        public void Dispose() => _changes?.Dispose();

        private void Changed()
        {
            if (LogSettings.Problems(logging) is { Count: 0 } none)
            {
                Take(none);
                OnReload();
            }
        }

        private void Take(IReadOnlyDictionary<string, string> problems)
            => Data = logging.AsEnumerable(makePathsRelative: true)
                .Where(setting => setting.Key.Length > 0 && !problems.ContainsKey(setting.Key))
                .ToDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
