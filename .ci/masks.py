"""Print what makes this machine compute like an older one: for each older one, environment variables on a line.

NumPy and the C library pick their loops by what the processor can do, and the last bits differ between them. The first
line takes AVX-512 from NumPy; the second AVX2 as well, and AVX2 and FMA from the C library. Names are those that the
NumPy installed has loops for and this processor can run, since others are refused. Nothing for other processors.
"""

import platform

try:
    from numpy._core import _multiarray_umath as umath
except ImportError:  # NumPy 1
    from numpy.core import _multiarray_umath as umath

# as glibc spells them; one that it does not know is ignored
GLIBC = "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ"

if platform.machine() in ("x86_64", "AMD64"):
    loops = [name for name in umath.__cpu_dispatch__ if umath.__cpu_features__[name]]
    wide = [name for name in loops if name.startswith(("AVX512", "X86_V4"))]
    if wide:
        print(f"NPY_DISABLE_CPU_FEATURES={','.join(wide)}")
    if loops:
        print(f"NPY_DISABLE_CPU_FEATURES={','.join(loops)} {GLIBC}")
