// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Portability
{
    /// <summary>A place in device code that compiles and then breaks on the device.</summary>
    internal sealed record Violation(string Rule, string Place, string Advice)
    {
        public override string ToString()
        {
            return $"{Place}: {Rule}: {Advice}";
        }
    }
}
