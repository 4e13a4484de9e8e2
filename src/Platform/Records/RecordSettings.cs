using Microsoft.Extensions.Configuration;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;
using WxYarpGateway.Transforms.Configuration.Rules;

namespace WxYarpGateway.Platform.Records;

/// <summary>The section <c>Records</c> of the configuration in force. Without the section there are no records.</summary>
public sealed class RecordSettings
{
    private const string Key = "Records";

    private static readonly RecordOptionsValidator[] Validators = [new()];

    private readonly Func<IConfigurationSection> _section;
    private volatile InForce? _last;

    /// <summary>Initializes a new instance of the <see cref="RecordSettings"/> class.</summary>
    /// <param name="configuration">The configuration in force.</param>
    public RecordSettings(WeChatConfiguration configuration)
        : this(() => configuration.Section)
    {
    }

    internal RecordSettings(Func<IConfigurationSection> section) => _section = section;

    /// <summary>Gets the options; <see langword="null"/> without the section.</summary>
    public RecordOptions? Options
    {
        get
        {
            var section = _section();
            if (_last is not { } last || !ReferenceEquals(last.Section, section))
            {
                _last = last = new InForce(section, Read(section));
            }

            return last.Options;
        }
    }

    /// <summary>Returns why the database is needed; <see langword="null"/> when it is not.</summary>
    public string? WhyDatabase() => Options is { Keep: var keep } && keep > TimeSpan.Zero ? "Gateway:Records is configured" : null;

    private static RecordOptions? Read(IConfigurationSection section)
        => section.GetSection(Key) is var records && records.Exists() ? records.Get<RecordOptions>() ?? new RecordOptions() : null;

    private sealed record InForce(IConfigurationSection Section, RecordOptions? Options);

    /// <summary>Checks the section.</summary>
    internal sealed class Rule : IConfigurationRule
    {
        /// <inheritdoc/>
        public IReadOnlyCollection<string> Keys { get; } = [Key];

        /// <inheritdoc/>
        public void Check(IConfigurationSection section, ConfigurationReport report)
        {
            var records = section.GetSection(Key);
            report.Read<RecordOptions>(records, Validators);
            if (!records.Exists() && section.GetChildren().Any(child => child.Key.Equals(Key, StringComparison.OrdinalIgnoreCase)))
            {
                // The configuration system cannot tell an empty object from none.
                report.Warn(records.Path, "is empty, which turns nothing on", $"Set {nameof(RecordOptions.Keep)}, or remove the section");
            }
        }
    }
}
