using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace WxYarpGateway.Transforms.Configuration.Sources;

/// <summary>
/// A JSON file as a source of configuration, parsed once per reload. An invalid file is reported as an error of the configuration.
/// </summary>
/// <remarks>With the framework's own source, the compiler has to parse each file again to learn why it could not be read.</remarks>
public sealed class JsonFileSource : JsonConfigurationSource
{
    /// <summary>Gets the full path of the file, for people; a provider of files may not tell it.</summary>
    /// <value>The default is <see langword="null"/>: the one that the provider of files tells.</value>
    public string? FullPath { get; init; }

    /// <summary>Gets the clock that says when the file was read.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        EnsureDefaults(builder);

        // The compiler reports the failure; an exception here would stop the host without naming the place.
        OnLoadException = static failure => failure.Ignore = true;
        return new JsonFileProvider(this);
    }
}
