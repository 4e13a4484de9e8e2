using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Transforms.Configuration.Kinds;

/// <summary>Compiles the services of a kind that has options of its own. Register it as a singleton.</summary>
/// <remarks>Every compilation asks it, also when there is no service of its kind. It must not throw, and it has no side effects.</remarks>
public interface IServiceKindCompiler
{
    /// <summary>Gets the kind: the value of the key <c>Kind</c> of its services.</summary>
    ServiceKind Kind { get; }

    /// <summary>Gets the names of the keys that its services may have; what is below one of them is no service of its own.</summary>
    IReadOnlyCollection<string> SettingNames { get; }

    /// <summary>Compiles the services; reports errors and warnings.</summary>
    /// <param name="sections">The services of its kind, and what the whole configuration has beside them.</param>
    CompiledKind Compile(KindSections sections);
}
