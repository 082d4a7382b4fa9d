// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Portability
{
    /// <summary>Each rule has a small source it must reject and one it must let pass.</summary>
    [TestClass]
    public class RuleTests
    {
        public static IEnumerable<object[]> Rules => IlChecker.Rules.Select(r => new object[] { r });

        [TestMethod]
        [DynamicData(nameof(Rules))]
        public void RejectsWhatBreaksOnTheDevice(string rule)
        {
            IReadOnlyList<Violation> violations = Check(rule + ".rejected.cs");
            Violation violation = violations.FirstOrDefault(v => v.Rule == rule);
            Assert.IsNotNull(violation, "found only: " + string.Join("; ", violations));
            StringAssert.Contains(violation.Place, rule + ".rejected.cs");
            Assert.IsTrue(violation.Advice.Length > 0);
        }

        [TestMethod]
        [DynamicData(nameof(Rules))]
        public void LetsPassWhatToWriteInstead(string rule)
        {
            Assert.AreEqual("", string.Join("; ", Check(rule + ".accepted.cs")));
        }

        private static IReadOnlyList<Violation> Check(string file)
        {
            string source = Path.Combine(AppContext.BaseDirectory, "Rules", file);
            string output = Path.Combine(Path.GetTempPath(), "rule-" + Guid.NewGuid().ToString("N") + ".dll");
            try
            {
                Assert.AreEqual("", string.Join("\n", StubCompiler.CompileSample(source, output)));
                return IlChecker.Check(output);
            }
            finally
            {
                File.Delete(output);
                File.Delete(Path.ChangeExtension(output, ".pdb"));
            }
        }
    }
}
