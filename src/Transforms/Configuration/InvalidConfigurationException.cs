namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Says that the configuration at start cannot be put in force, and names everything that is wrong with it.</summary>
public sealed class InvalidConfigurationException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="InvalidConfigurationException"/> class.</summary>
    /// <param name="faults">All faults of the configuration.</param>
    public InvalidConfigurationException(IReadOnlyList<ConfigurationFault> faults)
        : base(string.Join(Environment.NewLine, faults ?? throw new ArgumentNullException(nameof(faults))))
    {
        Faults = faults;
    }

    /// <summary>Gets all faults of the configuration.</summary>
    public IReadOnlyList<ConfigurationFault> Faults { get; }
}
