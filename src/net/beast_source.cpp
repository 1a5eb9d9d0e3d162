// Beast's compiled part, once in the program (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/beast/src.hpp>
